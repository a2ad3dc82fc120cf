import { dailyQueries } from './queries-daily.ts'
import { importQueries } from './queries-import.ts'
import { matchQueries } from './queries-match.ts'
import { projectQueries } from './queries-project.ts'
import { reviewQueries } from './queries-review.ts'
import { serviceQueries } from './queries-service.ts'
import { sessionQueries } from './queries-session.ts'
import { simulateQueries } from './queries-simulate.ts'

export { QUERY_FILES } from './query-file.ts'

/** Every query of the program: its parameters and the rows it returns. Units and order stand in each file's header. */
export const queries = {
  ...importQueries,
  ...matchQueries,
  ...reviewQueries,
  ...projectQueries,
  ...sessionQueries,
  ...serviceQueries,
  ...dailyQueries,
  ...simulateQueries,
} as const
