import { channelsContract } from '../testing/contracts/channels.ts';
import { inRealTime } from '../testing/contracts/until.ts';
import { broadcastChannels } from './broadcast-channels.ts';

channelsContract('BroadcastChannel (browser)', () => ({
  channels: broadcastChannels,
  until: inRealTime,
}));
