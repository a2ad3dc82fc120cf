import type { Channel } from '#shared/wire.ts'
import { ChannelEvents } from '#shared/wire-port.ts'

/** Returns the two ends of a channel inside one process. A frame arrives in a later turn, as over any other channel. */
export function inProcessChannels(): [Channel, Channel] {
  const [left, right] = [new ChannelEvents(), new ChannelEvents()]
  const close = () => {
    left.close()
    right.close()
  }
  return [endOf(left, right, close), endOf(right, left, close)]
}

function endOf(mine: ChannelEvents, theirs: ChannelEvents, close: () => void): Channel {
  return {
    send: (frame) => {
      setImmediate(() => theirs.message(frame))
    },
    onMessage: (listener) => mine.onMessage(listener),
    onClose: (listener) => mine.onClose(listener),
    close,
  }
}
