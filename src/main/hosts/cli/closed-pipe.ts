/** What a shell reports of a program that a closed pipe ended: 128 + SIGPIPE. */
const CLOSED_PIPE = 141

/**
 * Lets a command whose reader went away (`| head -1`) end its work in quiet: what was begun is finished and cleaned up, and
 * the exit code is 141 as of any other program, unless the command's own says that something failed.
 */
export function endQuietlyOnClosedPipe(): void {
  let isClosed = false
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      isClosed = true
    })
  process.on('exit', (code) => {
    if (isClosed && code === 0) process.exitCode = CLOSED_PIPE
  })
}
