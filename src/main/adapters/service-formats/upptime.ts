import { createServiceSink, RejectedRecord, type ServiceFormat } from './service-read.ts'
import { instantOf } from './table-records.ts'

const CHECK = /(🟩|🟥|🟨) (.+) is (up|down|degraded|experiencing degraded performance) \(/u
const STATUS = { '🟩': 'up', '🟥': 'down', '🟨': 'degraded' } as const

/**
 * Upptime keeps its checks in commit subjects: `git log --format="%H%x09%cI%x09%s"` of its repository, e.g.
 * "🟥 Search is down (504 in 10378 ms)". Other commits are no checks.
 */
export const upptime: ServiceFormat = {
  id: 'upptime',
  title: 'Upptime checks (git log)',
  detect: (head, role) =>
    role === 'uptime' && CHECK.test(head) ? { score: 1, reason: 'its lines are Upptime commit subjects' } : null,
  read: (text, options) => {
    const sink = createServiceSink()
    text.split(/\r?\n/).forEach((line, i) => {
      if (line.trim() === '') return
      sink.record(i + 1, () => {
        const [, time = '', subject = ''] = line.split('\t')
        const found = CHECK.exec(subject)
        if (!found && time === '')
          throw new RejectedRecord('ragged-row', 'The line is not hash, time and subject separated by tabs.')
        if (!found) {
          sink.note('not-a-check', 'subject')
          return
        }
        sink.check({
          t: instantOf(time, 'time', options),
          status: STATUS[found[1] as keyof typeof STATUS],
          seconds: null,
          service: found[2] ?? null,
        })
      })
    })
    return sink.done()
  },
}
