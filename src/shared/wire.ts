import { z } from 'zod'
import { partialRunSchema } from './simulate/document.ts'
import { wireErrorSchema } from './wire-error.ts'

/** What crosses a channel as one piece: JSON text, or bytes where typed arrays are among the values. */
export type Frame = string | Uint8Array<ArrayBuffer>

/** A way to the other side that keeps the order of frames. `onClose` listeners run once, also when added after the end. */
export interface Channel {
  send(frame: Frame): void
  onMessage(listener: (frame: Frame) => void): void
  onClose(listener: () => void): void
  close(): void
}

/** What long work says of itself while a call runs; `total` is null where it cannot be known beforehand. A simulation adds the figures it has so far. */
export const progressSchema = z.object({
  step: z.string(),
  done: z.number(),
  total: z.number().nullable(),
  unit: z.enum(['bytes', 'percent']).optional(),
  partial: partialRunSchema.optional(),
})
export type ProgressMessage = z.infer<typeof progressSchema>

const id = z.int().nonnegative()

/** The five messages. The page calls and cancels; the engine reports progress and answers each call with one reply or one fail. */
export const wireMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id, method: z.string().max(100), params: z.unknown() }),
  z.object({ type: z.literal('cancel'), id }),
  z.object({ type: z.literal('reply'), id, result: z.unknown() }),
  z.object({ type: z.literal('fail'), id, error: wireErrorSchema }),
  z.object({ type: z.literal('progress'), id, progress: progressSchema }),
])
export type WireMessage = z.infer<typeof wireMessageSchema>

/** A frame that is none of the five messages: a bug of a peer of ours, or somebody else's doing. */
export class FrameInvalid extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(`a frame is not a message: ${reason}`, options)
    this.name = 'FrameInvalid'
  }
}
