/** Currencies instruments are quoted in, those found by suffix in the order they are tried: `BTCUSDT` ends in USDT before it could end in anything shorter. */
export const QUOTE_CURRENCIES: readonly string[] = [
  'USDT',
  'USDC',
  'FDUSD',
  'PYUSD',
  'USDE',
  'USDD',
  'USDP',
  'USD',
  'EURC',
  'EUR',
  'GBP',
  'JPY',
  'CHF',
  'AUD',
  'CAD',
  'NZD',
  'TRY',
  'BRL',
  'KRW',
  'MXN',
  'ZAR',
  'PLN',
  'UAH',
  'ARS',
  'INR',
  'SGD',
  'HKD',
  'SEK',
  'NOK',
  'DAI',
  'BTC',
  'ETH',
  'BNB',
]

/** Quote currencies a shorter one hides in: `BNBUSD` is BNB in USD, so these count by suffix only behind a {@link COMMON_BASES} base (`BTCBUSD`). */
export const HIDDEN_QUOTE_CURRENCIES: readonly string[] = ['BUSD', 'TUSD', 'GUSD']

/** Bases common enough to decide where a spelling without a separator splits. */
export const COMMON_BASES: ReadonlySet<string> = new Set(
  (
    'BTC ETH BNB SOL XRP ADA DOGE DOT AVAX MATIC POL LTC LINK TRX BCH UNI ATOM XLM ETC FIL NEAR APT ARB OP SHIB PEPE SUI TON ' +
    'USDT USDC EUR GBP AUD NZD'
  ).split(' '),
)

/** Other names of the same asset. */
export const ASSET_ALIASES: Readonly<Record<string, string>> = { XBT: 'BTC', XDG: 'DOGE' }
