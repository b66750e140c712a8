import { inRealTime } from '../testing/contracts/until.ts';
import { worldContract } from '../testing/contracts/world.ts';
import { browserWorld } from './browser-world.ts';

worldContract('the host (Node)', () => ({ world: browserWorld(), until: inRealTime }));
