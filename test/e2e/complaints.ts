/** Everything that is thrown or complained of in the browser: by pages, content scripts and the background. */
import type { CDPSession, Target } from 'puppeteer-core';
import type { TestBrowser } from './browser';
import { firefoxScriptErrors } from './firefox';

export interface Complaints {
  /** What came since the last look. */
  take(): Promise<string[]>;
}

/** Starts to listen: what was said before is not told, except what Firefox's own console remembers. */
export const listenForComplaints = async ({ name, browser }: TestBrowser): Promise<Complaints> => {
  if (name === 'firefox') {
    let seen = (await firefoxScriptErrors(browser)).length;
    return {
      async take() {
        const all = await firefoxScriptErrors(browser);
        const fresh = all.slice(seen);
        seen = all.length;
        return fresh;
      },
    };
  }
  const heard: string[] = [];
  const listen = async (target: Target) => {
    if (!['page', 'service_worker'].includes(target.type())) return;
    try {
      listenTo(await target.createCDPSession(), `${target.type()} ${target.url()}`, heard);
    } catch {
      // It was closed before anybody could listen.
    }
  };
  browser.on('targetcreated', target => void listen(target));
  await Promise.all(browser.targets().map(listen));
  return { take: async () => heard.splice(0) };
};

/** One session hears every world of a page: its own, and those of the content scripts. */
const listenTo = (session: CDPSession, who: string, heard: string[]): void => {
  session.on('Runtime.exceptionThrown', ({ exceptionDetails: { exception, text, url } }) => {
    heard.push(`${who}: ${exception?.description ?? text} (${url ?? ''})`);
  });
  session.on('Runtime.consoleAPICalled', ({ type, args }) => {
    if (type !== 'error' && type !== 'assert') return;
    heard.push(`${who}: ${args.map(arg => arg.description ?? String(arg.value)).join(' ')}`);
  });
  session.send('Runtime.enable').catch(() => {});
};
