import { droppedFiles } from './dropped-files.ts'

/** Takes files and folders dropped anywhere on the window until the returned function is called; the browser would open them instead. */
export function acceptDrops(take: (files: readonly File[]) => void): () => void {
  const allow = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault()
  }
  const drop = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files') !== true) return
    event.preventDefault()
    void droppedFiles(event.dataTransfer).then(take)
  }
  addEventListener('dragover', allow)
  addEventListener('drop', drop)
  return () => {
    removeEventListener('dragover', allow)
    removeEventListener('drop', drop)
  }
}
