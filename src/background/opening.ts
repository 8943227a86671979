/** What is opened for the trader: the tab of an account that an alert speaks of, the welcome after the installation. */
import type { Accounts } from './accounts';
import type { Alerting } from './alerting';
import { KEYS } from './memory';
import type { Area, Tabs } from './parts';

export function createOpening(parts: {
  tabs: Tabs;
  local: Area;
  accounts: Accounts;
  alerting: Alerting;
  ready: Promise<void>;
}) {
  const { tabs, local, accounts, alerting, ready } = parts;
  return {
    async clicked(notification: string) {
      await ready;
      const id = alerting.accountOf(notification);
      const tabId = id === null ? null : (accounts.get(id)?.tabId ?? null);
      if (tabId !== null && (await tabs.show(tabId))) return;
      await tabs.open('popup');
    },
    async installed() {
      const kept = await local.get([KEYS.welcomed]);
      if (kept[KEYS.welcomed] === true) return;
      await local.set({ [KEYS.welcomed]: true });
      await tabs.open('welcome');
    },
  };
}
