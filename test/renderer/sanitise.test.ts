import { describe, expect, it } from 'vitest'
import { sanitisedBody } from '../../src/renderer/features/report/sanitise.ts'

function clean(html: string): string {
  const box = document.createElement('div')
  box.append(sanitisedBody(html))
  return box.innerHTML
}

describe('the preview of a report', () => {
  it('keeps text, tables, figures and links inside it', () => {
    const html =
      '<section id="why"><a href="#days">days</a><svg viewBox="0 0 1 1"><path d="M0 0"></path></svg><img src="data:image/png;base64,AA"></section>'
    expect(clean(html)).toBe(html)
  })

  // Inside the workbench's own main part a second one misled those who go from part to part.
  it('is no second main part of the page, and keeps the element its style is written for', () => {
    expect(clean('<main><p>a</p></main>')).toBe('<main role="presentation"><p>a</p></main>')
  })

  it.each([
    ['<script>alert(1)</script>', ''],
    ['<p onclick="alert(1)">a</p>', '<p>a</p>'],
    ['<svg onload="alert(1)"></svg>', '<svg></svg>'],
    ['<a href="javascript:alert(1)">a</a>', '<a>a</a>'],
    ['<a href=" https://evil.example">a</a>', '<a>a</a>'],
    ['<iframe srcdoc="<script>1</script>"></iframe>', ''],
    ['<img src="https://evil.example/pixel">', '<img>'],
    ['<form action="https://evil.example"><input></form>', ''],
    ['<svg><a xlink:href="javascript:alert(1)">a</a></svg>', '<svg><a>a</a></svg>'],
    ['<base href="https://evil.example"><meta http-equiv="refresh" content="0"><p>a</p>', '<p>a</p>'],
  ])('lets nothing run and nothing load: %s', (html, left) => {
    expect(clean(html)).toBe(left)
  })
})
