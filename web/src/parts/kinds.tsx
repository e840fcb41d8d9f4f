/** How many of each kind were redacted, as small counters. */
export function Kinds({ redactions }: { redactions: Record<string, number> }) {
  const kinds = Object.entries(redactions);
  if (kinds.length === 0) return null;
  return (
    <span class="kinds">
      {kinds.map(([kind, count]) => (
        <span class="kind" key={kind} title={`${count} ${kind} redacted`}>
          {kind}
          {count > 1 && <b> ×{count}</b>}
        </span>
      ))}
    </span>
  );
}
