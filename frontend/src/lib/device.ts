import { access } from "../words/vi/access";
import { t } from "./i18n";

const BROWSERS: readonly [RegExp, string][] = [
  [/Zalo/, "Zalo"],
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\//, "Opera"],
  [/coc_coc_browser/i, "Cốc Cốc"],
  [/Firefox|FxiOS/, "Firefox"],
  [/Chrome|CriOS/, "Chrome"],
  [/Safari/, "Safari"],
];

const SYSTEMS: readonly [RegExp, string][] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

/** `Chrome trên Windows` from a User-Agent header: enough for somebody to know their own devices. */
export function deviceOf(userAgent: string): string {
  const browser = BROWSERS.find(([mark]) => mark.test(userAgent))?.[1];
  const system = SYSTEMS.find(([mark]) => mark.test(userAgent))?.[1];
  if (browser && system) return t(access.onSystem, { browser, system });
  return browser ?? system ?? access.unknownDevice;
}
