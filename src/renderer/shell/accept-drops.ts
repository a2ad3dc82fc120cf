import { droppedFiles } from './dropped-files.ts'

/** Takes files and folders dropped anywhere on the window until the returned function is called; the browser would open them instead. */
export function acceptDrops(take: (files: readonly File[]) => void): () => void {
  const allow = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files') !== true) return
    event.preventDefault()
    document.documentElement.dataset['dropping'] = 'true'
  }
  const leave = ({ relatedTarget }: DragEvent) => {
    if (relatedTarget === null) delete document.documentElement.dataset['dropping']
  }
  const drop = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files') !== true) return
    event.preventDefault()
    delete document.documentElement.dataset['dropping']
    void droppedFiles(event.dataTransfer).then(take)
  }
  addEventListener('dragover', allow)
  addEventListener('dragleave', leave)
  addEventListener('drop', drop)
  return () => {
    removeEventListener('dragover', allow)
    removeEventListener('dragleave', leave)
    removeEventListener('drop', drop)
  }
}
