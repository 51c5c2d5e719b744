/** Idle time where the browser tells of it, small slices elsewhere. */
export function whenIdle(work: (deadline: { timeRemaining: () => number }) => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(work, { timeout: 2000 });
  else setTimeout(() => work({ timeRemaining: () => 0 }), 30);
}
