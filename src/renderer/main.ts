import { mount } from 'svelte'
import App from './App.svelte'
import { openBrowserHost } from './rpc/browser-host.ts'
import { isInDesktop, openDesktopHost } from './rpc/desktop-host.ts'
import './style/app.css'

const target = document.getElementById('app')
const host = isInDesktop() ? await openDesktopHost() : openBrowserHost()
if (target !== null) mount(App, { target, props: { host } })
