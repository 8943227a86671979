/** The one import of webextension-polyfill in the project. */
export { default as browser } from 'webextension-polyfill';
