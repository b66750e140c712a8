// @vitest-environment happy-dom
import { memorySuite } from './memory-suite.ts';

memorySuite();
