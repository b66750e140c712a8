import { mount } from 'svelte';
import App from './App.svelte';
import './app.css';
import { Console } from './state/console.svelte.ts';

const target = document.getElementById('app');
if (target === null) throw new Error('The page has no place for the console.');

const console = new Console(location.search);
mount(App, { target, props: { console } });
void console.start();
