import { usersWorld } from './reef-world.ts';
import { startCvatServer } from './start-cvat-server.ts';

// The stand-in in a process of its own: it prints its address and serves until it is ended. `node serve.ts [PICTURES]`.
const { url } = await startCvatServer(usersWorld(Number(process.argv[2] ?? 300)));
process.stdout.write(`${url}\n`);
