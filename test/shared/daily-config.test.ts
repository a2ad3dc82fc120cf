import { describe, expect, it } from 'vitest'
import { parse } from 'smol-toml'
import { readDailyConfig } from '#shared/daily-config.ts'

const read = (text: string) => readDailyConfig(parse(text), 'parity.toml')
const least = 'project = "p.duckdb"\nout = "out"\nlive = ["live.csv"]\nbacktest = ["bt.csv"]\n'

describe('parity.toml', () => {
  it('needs a project, a folder and both sides, and fills in the rest', () => {
    expect(read(least)).toMatchObject({
      window: 20,
      target_bps: 20,
      scale: 1,
      bands: { good: 10, warning: 20, critical: 50, emergency: 100 },
      escalation: { after: 3, re_enable_after: 3 },
      outputs: {},
      market: [],
    })
  })

  it('reads every table', () => {
    const config = read(
      `${least}scale = "auto"\n[bands]\nwarning = 25\n[outputs]\naction = "action.json"\n[slack]\nurl_env = "PARITY_SLACK_URL"\n[telegram]\ntoken_env = "T"\nchat_env = "C"\n`,
    )
    expect(config).toMatchObject({
      scale: 'auto',
      bands: { good: 10, warning: 25 },
      outputs: { action: 'action.json' },
      slack: { url_env: 'PARITY_SLACK_URL' },
    })
  })

  it.each([
    ['windwo = 5', 'Cannot use parity.toml: windwo: it is not a known key'],
    ['window = 1', 'Cannot use parity.toml: window: Too small'],
    ['[bands]\ngood = 30', 'Cannot use parity.toml: bands: the edges must rise from good to emergency.'],
    [
      '[slack]\nurl_env = "https://hooks.slack.com/services/T0/B0/x"',
      'Cannot use parity.toml: slack.url_env: it names an environment variable that holds the secret, not the secret itself.',
    ],
    ['[outputs]\nactoin = "x"', 'Cannot use parity.toml: outputs.actoin: it is not a known key'],
  ])('refuses %j with the key and the reason', (more, message) => {
    expect(() => read(`${least}${more}\n`)).toThrow(message)
  })

  it('refuses a job without a side', () => {
    expect(() => read('project = "p"\nout = "o"\nlive = ["l.csv"]\n')).toThrow(
      'Cannot use parity.toml: "backtest" names no file. Give at least one, such as backtest = ["backtest.csv"].',
    )
  })
})
