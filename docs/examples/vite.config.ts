import { hashrangeConsole } from 'hashrange/vite';
import { defineConfig } from 'vite';

export default defineConfig({ plugins: [hashrangeConsole()] });
