/** Where a resting order stands at its price level: quantity ahead of it and quantity behind. */
export interface QueuePosition {
  readonly front: number
  readonly back: number
}

/** Returns the position of an order that joins a level behind `displayed`. */
export function joinQueue(displayed: number): QueuePosition {
  return { front: displayed, back: 0 }
}

/** Returns how much of an order of `quantity` fills when `traded` trades at its price: what trades beyond the quantity ahead. Price-time priority. */
export function filledByTrade({ front }: QueuePosition, quantity: number, traded: number): number {
  return Math.min(quantity, Math.max(0, traded - front))
}

/**
 * Returns the chance that a cancellation at the level is behind the order, f(back) / (f(front) + f(back)) with
 * f(x) = x^power; 1 when nothing is ahead. Rigtorp (2013), "How do we estimate position of our order in order book?";
 * hftbacktest's PowerProbQueueModel.
 */
export function behindProbability({ front, back }: QueuePosition, power: number): number {
  const ahead = front ** power
  const behind = back ** power
  return ahead + behind === 0 ? 1 : behind / (ahead + behind)
}

/** Returns the position after `cancelled` left the level: the part ahead, by {@link behindProbability}, moves the order up. */
export function afterCancel(position: QueuePosition, cancelled: number, power: number): QueuePosition {
  const ahead = Math.min(position.front, cancelled * (1 - behindProbability(position, power)))
  return {
    front: position.front - ahead,
    back: Math.max(0, position.back - (cancelled - ahead)),
  }
}

/**
 * Returns the chance that a limit order is filled as maker, b^n / (a^n + b^n): a is what the level displays ahead of it,
 * b the volume expected to trade while it rests, ADV * rest / 86,400 s (units), n = `power`. A power law in the order's
 * relative position: one half when as much trades as stands ahead.
 */
export function queueMakerProbability(displayed: number, adv: number, restSeconds: number, power: number): number {
  return behindProbability({ front: displayed, back: (adv * restSeconds) / 86_400 }, power)
}
