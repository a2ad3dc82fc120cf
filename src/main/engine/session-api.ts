import type { MethodName, ParsedParams, Result } from '#shared/contract.ts'
import type { Task } from './ports.ts'

/** The contract as functions: checked parameters and a task in, the result out. */
export type Implementation = {
  readonly [M in MethodName]: (params: ParsedParams<M>, task: Task) => Promise<Result<M>>
}

/** The methods of some features of the contract. */
export type Methods<M extends MethodName> = Pick<Implementation, M>
