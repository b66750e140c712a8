import { mount } from 'svelte';
import App from './app/App.svelte';
import './app.css';
import { Origin } from './database/origin.svelte.ts';
import { Console } from './app/console.svelte.ts';

const target = document.getElementById('app');
if (target === null) throw new Error('The page has no place for the console.');

const origin = new Origin();
await origin.look();
const console = new Console(location.search, origin);
mount(App, { target, props: { console } });
void console.start();
