import { channelsContract } from '../testing/contracts/channels.ts';
import { inRealTime } from '../testing/contracts/until.ts';
import { localChannels } from './local-channels.ts';

channelsContract('within one thread', () => ({ channels: localChannels(), until: inRealTime }));
