import { expect, it } from 'vitest';
import type { BackgroundToOverlay, OverlayToBackground } from '../messages';
import { connection } from './connection';
import type { Port } from './runtime';

function bench() {
  const ports: {
    sent: unknown[];
    say(message: unknown): void;
    die(): void;
    closed: boolean;
    deaf: boolean;
  }[] = [];
  const state = { alive: true, wanted: true, refuse: false };
  const log: string[] = [];
  const received: BackgroundToOverlay[] = [];
  const timers: { work: () => void; after: number }[] = [];
  const controller = new AbortController();
  const connect = (): Port => {
    if (state.refuse) throw new Error('Extension context invalidated.');
    let onMessage = (_: unknown) => {};
    let onDisconnect = () => {};
    const made = {
      sent: [] as unknown[],
      closed: false,
      deaf: false,
      say: (message: unknown) => onMessage(message),
      die: () => onDisconnect(),
    };
    ports.push(made);
    return {
      postMessage: message => {
        if (made.deaf) throw new Error('disconnected');
        made.sent.push(message);
      },
      disconnect: () => {
        made.closed = true;
      },
      onMessage: {
        addListener: listen => {
          onMessage = listen;
        },
      },
      onDisconnect: {
        addListener: listen => {
          onDisconnect = listen;
        },
      },
    };
  };
  const link = connection({
    connect,
    quiet: () => {},
    alive: () => state.alive,
    later: (work, after) => void timers.push({ work, after }),
    signal: controller.signal,
    receive: message => received.push(message),
    opened: () => [{ type: 'overlay-to-background/shown', visible: true, open: false }],
    lost: () => log.push('lost'),
    orphaned: () => log.push('orphaned'),
    wanted: () => state.wanted,
  });
  const run = () => {
    const delays: number[] = [];
    for (const timer of timers.splice(0)) {
      delays.push(timer.after);
      timer.work();
    }
    return delays;
  };
  return { link, ports, state, log, received, run, controller };
}

const traffic = (body: string): OverlayToBackground => ({
  type: 'overlay-to-background/traffic',
  traffic: [{ at: 0, via: 'fetch', url: 'u', direction: 'in', body }],
});
const bodies = (sent: unknown[]) =>
  sent.flatMap(message => {
    const each = message as OverlayToBackground;
    return each.type === 'overlay-to-background/traffic' ? each.traffic.map(item => item.body) : [];
  });

it('reopens after the background was ended, says its state first and loses no traffic', () => {
  const { link, ports, log, run } = bench();
  link.open();
  link.send(traffic('1'));
  ports[0]!.die();
  link.send(traffic('2'));
  expect(log).toEqual(['lost']);
  run();
  expect(ports).toHaveLength(2);
  expect((ports[1]!.sent[0] as OverlayToBackground).type).toBe('overlay-to-background/shown');
  expect(bodies(ports[1]!.sent)).toEqual(['2']);
});

it('notices a port that throws, and sends the same message by the next', () => {
  const { link, ports, run } = bench();
  link.open();
  ports[0]!.deaf = true;
  link.send(traffic('1'));
  run();
  expect(bodies(ports[1]!.sent)).toEqual(['1']);
});

it('backs off while there is no answer, and starts anew after one', () => {
  const { link, ports, run } = bench();
  link.open();
  const delays: number[] = [];
  for (let i = 0; i < 6; i++) {
    ports.at(-1)!.die();
    delays.push(...run());
  }
  expect(delays).toEqual([50, 250, 1000, 2000, 5000, 5000]);
  ports.at(-1)!.say({ type: 'background-to-overlay/toggle' });
  ports.at(-1)!.die();
  expect(run()).toEqual([50]);
});

it('leaves an idle background asleep while the tab is hidden, until there is something to say', () => {
  const { link, ports, state, run } = bench();
  link.open();
  state.wanted = false;
  ports[0]!.die();
  run();
  expect(ports).toHaveLength(1);
  link.send(traffic('1'));
  run();
  expect(bodies(ports[1]!.sent)).toEqual(['1']);
});

it('ends as an orphan, without another try', () => {
  const { link, ports, state, log, run } = bench();
  link.open();
  state.alive = false;
  state.refuse = true;
  ports[0]!.die();
  expect(log).toEqual(['orphaned']);
  expect(run()).toEqual([]);
  link.send(traffic('1'));
});

it('takes nothing from a port that was replaced: the back/forward cache leaves zombies', () => {
  const { link, ports, received } = bench();
  link.open();
  link.reopen();
  expect(ports[0]!.closed).toBe(true);
  ports[0]!.say({ type: 'background-to-overlay/toggle' });
  ports[0]!.die();
  expect(received).toEqual([]);
  ports[1]!.say({ type: 'background-to-overlay/toggle' });
  ports[1]!.say({ type: 'something/else' });
  ports[1]!.say(null);
  expect(received).toHaveLength(1);
});

it('holds a bounded amount of traffic, the newest', () => {
  const { link, ports, run } = bench();
  for (let i = 0; i < 8; i++) link.send(traffic(`${i}${'x'.repeat(1 << 20)}`));
  run();
  const kept = bodies(ports[0]!.sent).map(body => body![0]);
  expect(kept).toEqual(['7']);
});

it('closes its port with its life', () => {
  const { link, ports, controller } = bench();
  link.open();
  controller.abort();
  expect(ports[0]!.closed).toBe(true);
  link.send(traffic('1'));
  expect(bodies(ports[0]!.sent)).toEqual([]);
});
