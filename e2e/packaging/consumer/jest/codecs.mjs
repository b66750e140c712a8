// Jest's jsdom leaves out what the AWS SDK needs.
import { TextDecoder, TextEncoder } from 'node:util';

Object.assign(globalThis, { TextDecoder, TextEncoder });
