import { Option, type Command } from 'commander'
import { withAnswers, withEquityFiles } from './import-command.ts'
import { assignNumber, assignText, collectMany, day, positive, scale, wholeFrom } from './parse-options.ts'

/** Adds the options that say what is compared with what: files of both sides, how they are read, and on which terms. */
export function withComparison(command: Command): Command {
  return withEquityFiles(withAnswers(command))
    .option('--live <files...>', 'live trades', collectMany)
    .option('--backtest <files...>', 'backtest trades', collectMany)
    .option('--market <files...>', 'quotes or bars', collectMany)
    .option('--equity <files...>', 'net asset value of the live account, or accounts', collectMany)
    .option('--orders <files...>', 'live orders as sent', collectMany)
    .option('--cash <files...>', 'live funding and other cash', collectMany)
    .option('--positions <files...>', 'opening positions of both sides', collectMany)
    .option('--capital <amount>', 'capital both sides are measured against, in the reporting currency', positive)
    .addOption(
      new Option('--calendar <calendar>', 'evaluated days; detected from the data').choices(['24x7', 'weekdays']),
    )
    .option('--window <days>', 'days of the rolling measures (default: 20)', wholeFrom(2))
    .option(
      '--scale <factor>',
      'backtest quantities times this: a number, or auto for the median size ratio (default: 1)',
      scale,
    )
    .option('--strategy <name>', 'this strategy only; LIVE=BACKTEST where the sides name it differently')
    .option('--from <day>', 'first day, YYYY-MM-DD', day)
    .option('--to <day>', 'last day, inclusive, YYYY-MM-DD', day)
    .option('--target <bps>', 'annualised tracking-error target of the strategy (default: 20)', positive)
    .option('--live-mapping <file>', 'mapping file of the live files, where it differs from --mapping')
    .option('--backtest-mapping <file>', 'mapping file of the backtest files, where it differs from --mapping')
    .option('--market-mapping <file>', 'mapping file of the market files')
    .option('--equity-mapping <file>', 'mapping file of the equity file')
    .option('--currency <code>', 'reporting currency (default: the quote currency of most fills)')
    .option('--stablecoins-equal', 'count USD stablecoins as one currency')
    .option(
      '--rate <currency=amount>',
      'what one unit of a currency is worth in the reporting currency; repeatable',
      assignNumber,
    )
    .option('--instrument <symbol=instrument>', 'which instrument a symbol stands for; repeatable', assignText)
}
