const FORBIDDEN = 'script, style, link, meta, base, iframe, frame, object, embed, form, input, button, template'

/** Returns the report's markup as nodes that can do nothing: parsed without running, without scripts, frames, forms, handlers or foreign addresses. */
export function sanitisedBody(html: string): DocumentFragment {
  const parsed = new DOMParser().parseFromString(html, 'text/html')
  for (const element of parsed.querySelectorAll(FORBIDDEN)) element.remove()
  // The workbench around it is the page's one main part.
  for (const main of parsed.querySelectorAll('main')) main.setAttribute('role', 'presentation')
  for (const element of parsed.body.querySelectorAll('*')) {
    for (const { name, value } of [...element.attributes]) if (isActive(name, value)) element.removeAttribute(name)
  }
  const fragment = document.createDocumentFragment()
  fragment.append(...[...parsed.body.childNodes].map((node) => document.importNode(node, true)))
  return fragment
}

function isActive(name: string, value: string): boolean {
  if (name.startsWith('on') || name === 'srcdoc' || name === 'action' || name === 'formaction') return true
  const isAddress = name === 'href' || name === 'xlink:href' || name === 'src'
  return isAddress && !/^(#|data:image\/)/.test(value.trim())
}
