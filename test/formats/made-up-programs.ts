import { at, type Sample } from './made-up-sample.ts'

const NAUTILUS = [
  'client_order_id,trader_id,strategy_id,instrument_id,venue_order_id,account_id,trade_id,position_id,order_side,order_type,last_qty,last_px,currency,commission,liquidity_side,event_id,ts_event,ts_init,info,reconciliation',
  'O-1,TESTER-000,S-001,AUD/USD.SIM,1,SIM-000,E-1,P-1,BUY,LIMIT,1000000,0.80011,USD,16.00 USD,MAKER,uuid,2024-01-02 00:00:00.000000001+00:00,2024-01-02 00:00:00+00:00,{},False',
  'O-2,TESTER-000,S-001,AUD/USD.SIM,2,SIM-000,E-2,P-1,SELL,MARKET,1000000,0.80111,USD,16.02 USD,TAKER,uuid,2024-01-02 01:00:00+00:00,2024-01-02 01:00:00+00:00,{},False',
].join('\n')

/** An answer of freqtrade's API with one closed trade. */
export const FREQTRADE_API = {
  trades: [
    {
      trade_id: 7,
      pair: 'ETH/USDT',
      base_currency: 'ETH',
      quote_currency: 'USDT',
      is_open: false,
      stake_amount: 100,
      amount: 0.05,
      strategy: 'S',
      fee_open: 0.001,
      fee_open_cost: 0.1,
      fee_open_currency: 'USDT',
      fee_close: 0.001,
      fee_close_cost: 0.0002,
      fee_close_currency: 'BNB',
      open_date: '2024-05-01 10:00:00',
      open_timestamp: 1714557600000,
      open_fill_timestamp: 1714557601500,
      open_rate: 2000,
      open_rate_requested: 1999.5,
      close_timestamp: 1714561200000,
      close_fill_timestamp: 1714561202000,
      close_rate: 2100,
      close_rate_requested: 2101,
      is_short: false,
      funding_fees: 0.25,
      leverage: 1,
    },
  ],
}

/** Files of bots, engines and backtesters. */
export const PROGRAMS: readonly Sample[] = [
  {
    format: 'freqtrade-api',
    name: 'trades.json',
    text: JSON.stringify(FREQTRADE_API),
    fills: [
      {
        symbol: 'ETH/USDT',
        side: 'buy',
        qty: 0.05,
        price: 2000,
        fee: 0.1,
        fee_currency: 'USDT',
        arrival_mid: 1999.5,
        t_fill: 1714557601500000,
        t_sent: 1714557600000000,
      },
      { side: 'sell', price: 2100, fee: 0.0002, fee_currency: 'BNB', t_fill: 1714561202000000 },
    ],
  },
  {
    format: 'hummingbot-export',
    text: 'Id,Timestamp,Exchange,Market,Order_type,Side,Price,Amount,Leverage,Position,Age\n9,2024-07-01 12:00:00,binance,ETH-USDT,limit_maker,buy,3000,0.02,1,NIL,00:00:07\n',
    answers: { zone: 'Asia/Tokyo' },
    fills: [
      {
        fill_id: '9',
        symbol: 'ETH-USDT',
        side: 'buy',
        qty: 0.02,
        liquidity: 'maker',
        t_fill: at('2024-07-01T03:00:00Z'),
      },
    ],
  },
  {
    format: 'lean-web-orders',
    text: 'Time,Symbol,Price,Quantity,Type,Status,Value,Tag\n2023-01-03T15:43:00Z,SPY,381.25,-248,Market,Filled,-94550,\n2023-01-03T15:44:00Z,SPY,0,10,Limit,Canceled,0,\n',
    fills: [{ symbol: 'SPY', side: 'sell', qty: 248, price: 381.25, order_type: 'market' }],
    refused: { 'not-an-order': 1 },
  },
  {
    format: 'lean-web-trades',
    text: 'Entry Time,Symbols,Exit Time,Direction,Entry Price,Exit Price,Quantity,P&L,Fees,Drawdown,IsWin,Order Ids\n2023-01-03T15:43:00Z,SPY,2023-01-03T16:43:00Z,Sell,100,300,10,-2000,4,0,False,"1,2"\n',
    // 4 split by notional 100 : 300.
    fills: [
      { side: 'sell', fee: 1 },
      { side: 'buy', fee: 3, t_fill: at('2023-01-03T16:43:00Z') },
    ],
  },
  {
    format: 'nautilus-fills',
    text: NAUTILUS,
    fills: [
      {
        fill_id: 'E-1',
        symbol: 'AUD/USD.SIM',
        side: 'buy',
        qty: 1e6,
        price: 0.80011,
        fee: 16,
        fee_currency: 'USD',
        liquidity: 'maker',
        t_fill: at('2024-01-02T00:00:00Z'),
      },
      { side: 'sell', fee: 16.02, liquidity: 'taker' },
    ],
  },
  {
    format: 'nautilus-order-fills',
    text: 'client_order_id,instrument_id,strategy_id,side,type,quantity,filled_qty,price,avg_px,slippage,ts_init,ts_last\nO-1,BTCUSDT-PERP.BINANCE,S,SELL,LIMIT,2,1.5,60000,60010.5,0,1704153600000000000,1704153660000000001\nO-2,BTCUSDT-PERP.BINANCE,S,SELL,LIMIT,2,0,60000,,0,1704153600000000000,1704153660000000001\n',
    fills: [
      {
        symbol: 'BTCUSDT-PERP.BINANCE',
        side: 'sell',
        qty: 1.5,
        price: 60010.5,
        limit_price: 60000,
        t_fill: at('2024-01-02T00:01:00Z'),
      },
    ],
    refused: { 'not-an-order': 1 },
  },
  {
    format: 'nautilus-positions',
    text: `position_id,instrument_id,strategy_id,entry,side,quantity,peak_qty,ts_opened,ts_last,ts_closed,duration_ns,avg_px_open,avg_px_close,commissions,realized_return,realized_pnl\nP-1,ETHUSDT.BINANCE,S,SELL,FLAT,0,2,2024-01-02T00:00:00Z,2024-01-02T01:00:00Z,2024-01-02T01:00:00Z,1,2000,2000,"['3.00 USDT', '1.00 USDT']",0,-4.00 USDT\n`,
    fills: [
      { side: 'sell', qty: 2, fee: 2, fee_currency: 'USDT' },
      { side: 'buy', fee: 2 },
    ],
  },
  {
    format: 'vectorbt-trades',
    text: 'Exit Trade Id,Column,Size,Entry Timestamp,Avg Entry Price,Entry Fees,Exit Timestamp,Avg Exit Price,Exit Fees,PnL,Return,Direction,Status,Position Id\n0,BTC-USD,4.0,2024-01-01 00:00:00+00:00,2.5,4.0,2024-01-05 00:00:00+00:00,5.0,1.0,5.0,0.5,Short,Closed,0\n1,BTC-USD,4.0,2024-01-06 00:00:00+00:00,2.5,4.0,2024-01-07 00:00:00+00:00,5.0,0.0,5.0,0.5,Long,Open,1\n',
    fills: [
      { symbol: 'BTC-USD', side: 'sell', qty: 4, price: 2.5, fee: 4 },
      { side: 'buy', price: 5, fee: 1 },
      { side: 'buy', t_fill: at('2024-01-06T00:00:00Z') },
    ],
  },
  {
    format: 'vectorbt-orders',
    text: 'Order Id,Column,Timestamp,Size,Price,Fees,Side\n0,BTC-USD,2024-01-01 00:00:00+00:00,1.5,100,0.15,Buy\n',
    fills: [{ symbol: 'BTC-USD', side: 'buy', qty: 1.5, fee: 0.15 }],
  },
  {
    format: 'backtesting-py',
    name: 'EURUSD_trades.csv',
    text: ',Size,EntryBar,ExitBar,EntryPrice,ExitPrice,SL,TP,PnL,Commission,ReturnPct,EntryTime,ExitTime,Duration,Tag\n0,-10,5,9,1.1,1.1,,,0,2,0,2024-01-01 00:00:00,2024-01-01 04:00:00,0 days 04:00:00,\n',
    answers: { zone: 'UTC' },
    fills: [
      { symbol: 'EURUSD', side: 'sell', qty: 10, fee: 1 },
      { side: 'buy', fee: 1, t_fill: at('2024-01-01T04:00:00Z') },
    ],
  },
  {
    format: 'backtrader-transactions',
    text: 'date,amount,price,sid,symbol,value\n2024-03-01 00:00:00+00:00,-5,10.5,0,AAPL,52.5\n',
    fills: [{ symbol: 'AAPL', side: 'sell', qty: 5, price: 10.5 }],
  },
  {
    format: 'jesse-trades',
    text: '"id","strategy_name","symbol","exchange","type","entry_price","exit_price","qty","fee","size","PNL","PNL_percentage","holding_period","opened_at","closed_at"\n"a","S","BTC-USDT","Binance","short","100","100","2","0.4","200","0","0","60","1704067200000","1704067260000"\n',
    fills: [
      { strategy: 'S', side: 'sell', qty: 2, fee: 0.2, t_fill: at('2024-01-01T00:00:00Z') },
      { side: 'buy', fee: 0.2 },
    ],
  },
  {
    format: 'tcapy-trades',
    text: 'date,id,event_type,executed_notional,executed_price,market_mid,notional_currency,price_limit,side,ticker,venue\n2024-01-02 08:00:00+00:00,t1,trade,1250000,1.25,1.2499,USD,,-1,EURUSD,V\n2024-01-02 08:00:00+00:00,p1,placement,0,,,USD,,-1,EURUSD,V\n',
    // 1,250,000 USD of EURUSD at 1.25 are 1,000,000 euros.
    fills: [{ symbol: 'EURUSD', side: 'sell', qty: 1_000_000, fill_mid: 1.2499 }],
    refused: { 'not-an-order': 1 },
  },
]
