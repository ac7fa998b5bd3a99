import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ways = [['pwsh'], ['dotnet', 'tool', 'run', 'pwsh', '--']];

function home([program, ...first]) {
  try {
    return execFileSync(program, [...first, '-NoProfile', '-Command', '$PSHOME'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}

/**
 * How PowerShell is started, the one on the PATH or else the one of the tool manifest: program and first arguments; nothing where there is neither.
 * The pwsh of a .NET tool is a shim that has PowerShell as its child, so that it is only asked where that is.
 */
export function findPowerShell() {
  for (const way of ways) {
    const folder = home(way);
    if (folder) {
      const program = join(folder, process.platform === 'win32' ? 'pwsh.exe' : 'pwsh');
      return existsSync(program) ? [program] : ['dotnet', join(folder, 'pwsh.dll')];
    }
  }
  return undefined;
}
