/** The screens in the order of the work: address, name, and the letter that follows `g`. The page and the desktop's menu show the same. */
export const SCREEN_NAMES = {
  data: { title: 'Data', key: 'd' },
  parity: { title: 'Parity', key: 'p' },
  attribution: { title: 'Attribution', key: 'a' },
  scenarios: { title: 'Scenarios', key: 's' },
  calibration: { title: 'Calibration', key: 'c' },
  slo: { title: 'SLO', key: 'l' },
  canary: { title: 'Canary', key: 'k' },
  report: { title: 'Report', key: 'r' },
} as const

/** The name of a screen in addresses. */
export type ScreenId = keyof typeof SCREEN_NAMES
