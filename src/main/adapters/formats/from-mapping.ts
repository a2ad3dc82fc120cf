import type { AskedFlag, ForeignFormat } from './foreign-format.ts'
import { refuseWrongRole } from './foreign-format.ts'
import { mappedFormat } from './mapped.ts'
import { parseMapping } from './mapping.ts'
import { scoreHeader, sniffSample, type WantedColumn } from './sniff-sample.ts'

/** A format of fills that a mapping can say: the header it is told by, and the mapping. */
export interface MappedDefinition {
  readonly id: string
  readonly title: string
  readonly times: string
  readonly asks?: readonly AskedFlag[]
  readonly header: readonly WantedColumn[]
  /** TOML, as in a mapping file. */
  readonly mapping: string
}

/** Makes a format that detects a header and reads by a mapping, as if the user had given the mapping file. */
export function fromMapping({ id, title, times, asks = [], header, mapping }: MappedDefinition): ForeignFormat {
  const mapped = mappedFormat(parseMapping(mapping, id), id)
  const format: ForeignFormat = {
    id,
    title,
    holds: 'fills',
    times,
    asks,
    detect(sample) {
      const sniff = sniffSample(sample)
      const score = sniff === null ? null : scoreHeader(new Set(sniff.header.map(({ name }) => name)), header)
      return score === null ? null : { score, reason: `The header has the ${header.length} columns of ${title}.` }
    },
    async read(sample, options, sink) {
      refuseWrongRole(format, sample, options)
      await mapped.read(sample, options, sink)
    },
  }
  return format
}
