const pollMilliseconds = 100;

/**
 * Ends this process when the one that started it is gone. npm passes SIGTERM to the shell between it and us; the shell
 * dies and would leave the server running, and `exec`, which avoids the shell, does not exist on Windows.
 */
export function stopWithParent() {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, pollMilliseconds);
  watch.unref();
}
