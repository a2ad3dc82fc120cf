import styles from 'plotly.js/dist/plotly.css?url&no-inline'

// Plotly writes its rules into a style element while it loads, which the content policy refuses, unless an element of this
// id and class is there first. So this module comes before Plotly among the imports.
const link = document.createElement('link')
link.id = 'plotly.js-style-global'
link.className = 'no-inline-styles'
link.rel = 'stylesheet'
link.href = styles
document.head.append(link)
