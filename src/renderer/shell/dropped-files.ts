/** Files looked for in dropped folders; more are more than one import takes. */
const MOST_FILES = 1000

/**
 * Returns the files of a drop, those inside dropped folders too; hidden ones are left out. Must be called while the event is
 * handled, since its items are gone afterwards.
 */
export function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].flatMap((item) => {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null
    return entry === null ? [] : [entry]
  })
  if (!entries.some((entry) => entry.isDirectory)) return Promise.resolve([...transfer.files])
  return collect(entries)
}

async function collect(entries: readonly FileSystemEntry[]): Promise<File[]> {
  const files: File[] = []
  const waiting = [...entries]
  for (let entry = waiting.shift(); entry !== undefined && files.length < MOST_FILES; entry = waiting.shift()) {
    if (entry.name.startsWith('.')) continue
    if (entry.isFile) files.push(await fileOf(entry as FileSystemFileEntry))
    else waiting.push(...(await childrenOf(entry as FileSystemDirectoryEntry)))
  }
  return files
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}

/** A reader gives a folder's entries in batches, an empty one at the end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const children: FileSystemEntry[] = []
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (batch.length === 0) return children.sort((a, b) => a.name.localeCompare(b.name))
    children.push(...batch)
  }
}
