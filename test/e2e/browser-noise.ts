/**
 * Hosts that browsers contact by themselves, with or without an extension: updates, accounts, suggestions. As seen
 * behind the proxy with bare Chromium 156 and Firefox ESR 153, and as the vendors document. None of them is ours.
 */
const noise: RegExp[] = [
  // Chromium: component and extension updates, sign-in, field classification, models of the optimisation guide.
  /^update\.googleapis\.com$/,
  /^clients\d*\.google\.com$/,
  /^accounts\.google\.com$/,
  /^www\.google\.com$/,
  /^content-autofill\.googleapis\.com$/,
  /^optimizationguide-pa\.googleapis\.com$/,
  /^android\.clients\.google\.com$/,
  /^mtalk\.google\.com$/,
  /^edgedl\.me\.gvt1\.com$/,
  /^redirector\.gvt1\.com$/,
  /^safebrowsing(?:httpgateway)?\.googleapis\.com$/,
  // Chromium asks for three names that nobody has, to learn whether the network answers for everything.
  /^[a-z]{7,15}$/,
  // Firefox: remote settings, updates, add-on block lists, portal detection, telemetry, push, sponsored tiles.
  /^(?:[\w-]+\.)*(?:mozilla\.(?:com|net|org)|firefox\.com|mozgcp\.net)$/,
];

export const isNoise = (host: string): boolean => noise.some(pattern => pattern.test(host));
