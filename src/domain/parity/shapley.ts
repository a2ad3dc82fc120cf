/** One value per player. */
export type ByPlayer<Player extends string> = Record<Player, number>

/** Whether each player is switched on. */
export type Coalition<Player extends string> = Readonly<Record<Player, boolean>>

/**
 * Returns the exact Shapley value of each player over all 2^n coalitions: its marginal contribution averaged over every
 * order in which the players can join. Parts add up to value(all) - value(none), do not depend on any order, and a
 * player that never changes the value gets 0. Shapley (1953).
 */
export function shapleyValues<Player extends string>(
  players: readonly Player[],
  value: (coalition: Coalition<Player>) => number,
): ByPlayer<Player> {
  const count = players.length
  const values = Array.from({ length: 2 ** count }, (_, members) => value(coalitionOf(players, members)))
  return mapPlayers(players, (_, index) => {
    const bit = 1 << index
    let total = 0
    for (let members = 0; members < values.length; members++) {
      if (members & bit) continue
      total += joiningWeight(memberCount(members), count) * (at(values, members | bit) - at(values, members))
    }
    return total
  })
}

/** Returns each player's contribution when the players join once, in the order given: parts add up, but depend on that order. */
export function ladderValues<Player extends string>(
  players: readonly Player[],
  value: (coalition: Coalition<Player>) => number,
): ByPlayer<Player> {
  const steps = players.map((_, index) => value(coalitionOf(players, 2 ** index - 1)))
  steps.push(value(coalitionOf(players, 2 ** players.length - 1)))
  return mapPlayers(players, (_, index) => at(steps, index + 1) - at(steps, index))
}

function coalitionOf<Player extends string>(players: readonly Player[], members: number): Coalition<Player> {
  return mapPlayers(players, (_, index) => (members & (1 << index)) !== 0)
}

/** |S|! (n - |S| - 1)! / n!, the share of orders in which exactly S joins before the player. */
function joiningWeight(before: number, count: number): number {
  return (factorial(before) * factorial(count - before - 1)) / factorial(count)
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1)
}

function memberCount(members: number): number {
  return members === 0 ? 0 : (members & 1) + memberCount(members >> 1)
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? 0
}

function mapPlayers<Player extends string, Value>(
  players: readonly Player[],
  make: (player: Player, index: number) => Value,
): Record<Player, Value> {
  return Object.fromEntries(players.map((player, index) => [player, make(player, index)])) as Record<Player, Value>
}
