import { describe, expect, it } from 'vitest'
import { readServiceData } from '#engine/service-data.ts'
import { importPaths, openProject } from '../support/project.ts'
import { runParity } from '../support/run-parity.ts'
import { silentTask } from '../support/recording-sink.ts'
import { temporaryFile } from '../support/temporary-folder.ts'

const UPTIME = 'Checked at;State;Host\n2025-01-01 01:00:00;OK;api\n2025-01-01 01:05:00;FAIL;api\nnever;OK;api\n'
const MAPPING = `
zone = "Europe/Paris"
[columns]
t = "Checked at"
status = "State"
[constants]
service = "gateway"
[values.status]
OK = "up"
FAIL = "down"
`

describe('a service-level file with columns of its own', () => {
  it('is read through a mapping file; what is wrong is said under its own names', async () => {
    const project = await openProject()
    const mapping = temporaryFile('uptime.toml', MAPPING)
    const report = await importPaths(project, 'uptime', [temporaryFile('checks.csv', UPTIME)], { mapping })
    expect(report.inputs[0]).toMatchObject({ format: 'mapped-service', rows: { read: 3, accepted: 2, rejected: 1 } })
    expect(report.rejects).toMatchObject([{ line: 4, column: 'checked_at', reason: 'bad-time' }])
    const { data } = await readServiceData(project.store, null, silentTask())
    // 01:00 in Paris in winter is midnight UTC.
    expect(data.uptime?.checks).toEqual([
      { t: Date.UTC(2025, 0, 1) * 1000, status: 'up', seconds: null, service: 'gateway' },
      { t: Date.UTC(2025, 0, 1, 0, 5) * 1000, status: 'down', seconds: null, service: 'gateway' },
    ])
  })

  it.each([
    ['[columns]\nwhen = "Checked at"\n', /"when" is no column of uptime\. A file of uptime has the columns t, status/],
    ['columns = 3\n', /columns: /],
    ['[columns\n', /Cannot use the mapping/],
  ])('is refused with what the mapping lacks: %s', async (toml, message) => {
    const mapping = temporaryFile('uptime.toml', toml)
    const project = await openProject()
    const failed = importPaths(project, 'uptime', [temporaryFile('checks.csv', UPTIME)], { mapping })
    await expect(failed).rejects.toMatchObject({ code: 'PARAMETER_INVALID', message })
  })

  it('names the column of the mapping that the file does not have', async () => {
    const mapping = temporaryFile('uptime.toml', MAPPING.replace('State', 'Verdict'))
    const project = await openProject()
    const failed = importPaths(project, 'uptime', [temporaryFile('checks.csv', UPTIME)], { mapping })
    await expect(failed).rejects.toMatchObject({ code: 'COLUMN_MISSING', message: /verdict/ })
  })

  it('without one is told which columns are wanted', async () => {
    const project = await openProject()
    await expect(importPaths(project, 'incidents', [temporaryFile('a.csv', 'No,Opened\n1,x\n')])).rejects.toMatchObject(
      {
        code: 'FORMAT_UNKNOWN',
        message: expect.stringContaining(
          'the columns no, opened fit no known format. A file of incidents has the columns id, raised, resolved (and, where known, acked, severity, service). Map yours under Import > Columns or in a mapping file',
        ),
      },
    )
  })

  it('has its mapping beside it on the command line, each role its own', async () => {
    const incidents = temporaryFile('a.csv', 'No,Opened,Seen,Closed\n7,2025-01-01T00:00:00Z,2025-01-01T00:03:00Z,\n')
    const columns = '[columns]\nid = "No"\nraised = "Opened"\nacked = "Seen"\nresolved = "Closed"\n'
    const run = await runParity([
      ...['slo', '--uptime', temporaryFile('checks.csv', UPTIME), '--uptime-mapping', temporaryFile('u.toml', MAPPING)],
      ...['--incidents', incidents, '--incidents-mapping', temporaryFile('i.toml', columns)],
    ])
    expect(run, run.stderr).toMatchObject({ code: 0 })
    expect(run.stdout).toContain('1 alerts, 0 not acknowledged: mean 3.0 min')
  })
})
