// @vitest-environment jsdom
import { memorySuite } from './memory-suite.ts';

memorySuite();
