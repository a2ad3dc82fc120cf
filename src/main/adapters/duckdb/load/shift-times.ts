import type { Store } from '../store.ts'

/** How far a file's clock is off, and what the time of its bars marks. */
interface ClockSettings {
  readonly timeOffsetMicros: number
  readonly stamp: 'event' | 'bar-open' | 'bar-close'
}

/**
 * Applies a mapping file's clock to the quotes, books, bars, equity and cash of a file just loaded: adds the offset, and takes the
 * length of bars off where they are stamped at their close. Times of fills and orders stay as they are stored; their
 * queries add the file's offset.
 */
export async function shiftTimes(
  store: Store,
  sourceId: number,
  { timeOffsetMicros, stamp }: ClockSettings,
): Promise<void> {
  const parameters = { source_id: sourceId, offset: timeOffsetMicros }
  if (timeOffsetMicros !== 0)
    for (const table of ['quote', 'book', 'equity', 'cash'])
      await store.runText(
        `UPDATE ${table} SET t = make_timestamp(epoch_us(t) + $offset::BIGINT) WHERE source_id = $source_id`,
        parameters,
      )
  if (timeOffsetMicros !== 0 || stamp === 'bar-close')
    await store.runText(
      `UPDATE bar SET t = make_timestamp(epoch_us(t) + shift_us), t_end = make_timestamp(epoch_us(t_end) + shift_us)
       FROM (SELECT source_id AS id, $offset::BIGINT - CASE WHEN $closes THEN any_value(epoch_us(t_end) - epoch_us(t)) ELSE 0 END AS shift_us
             FROM bar WHERE source_id = $source_id GROUP BY source_id)
       WHERE source_id = id`,
      { ...parameters, closes: stamp === 'bar-close' },
    )
}
