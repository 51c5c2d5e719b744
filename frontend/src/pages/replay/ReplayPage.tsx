import type { PageProps } from "..";

export function ReplayPage(_: PageProps) {
  return <div className="replay" />;
}
