import type { Command } from 'commander'
import { AppError } from '#shared/errors.ts'
import { shardSchema, type ShardDocument } from '#shared/simulate/shard.ts'
import { mergeShards } from '#domain/simulate/shard.ts'
import { simulateDocument } from '#domain/simulate/simulate-document.ts'
import { fileAccess } from '#adapters/files/file-access.ts'
import { readWholeText } from '#adapters/files/read-whole-text.ts'
import { writeSimulation } from './simulate-command.ts'

/** Adds `parity merge`. */
export function addMergeCommand(program: Command): void {
  program
    .command('merge')
    .description('Put the parts that "parity simulate --shard i/n" wrote together: the bytes of one run.')
    .argument('<parts...>', 'shard files, in any order')
    .option('--out <folder>', 'write simulate.json there')
    .option('--json', 'print simulate.json (parity.simulate/1) on standard output')
    .addHelpText('after', '\nExample:\n  parity merge parts/shard-*.json --json > simulate.json')
    .action(async (paths: string[], options: { out?: string; json?: boolean }) => {
      const parts: ShardDocument[] = []
      for (const path of paths) parts.push(await readPart(path))
      const merged = mergeShards(parts)
      const [first] = parts.toSorted((a, b) => a.index - b.index)
      await writeSimulation(simulateDocument(merged, first!.context), options)
    })
}

async function readPart(path: string): Promise<ShardDocument> {
  const text = await readWholeText(await fileAccess.open(path))
  try {
    return shardSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError(
      'FILE_UNREADABLE',
      `Cannot merge ${path}: it is not a part that "parity simulate --shard" wrote whole. Run that part again.`,
      { file: path, cause },
    )
  }
}
