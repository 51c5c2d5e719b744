interface Props<Name extends string> {
  /** Title by name. */
  views: Readonly<Record<Name, string>>;
  view: Name;
  onView: (view: Name) => void;
  label?: string;
}

/** Buttons for the views of a page, one of which is shown. */
export function Views<Name extends string>({ views, view, onView, label = "View" }: Props<Name>) {
  return (
    <span role="group" aria-label={label} className="views">
      {(Object.keys(views) as Name[]).map((name) => (
        <button key={name} type="button" aria-pressed={name === view} onClick={() => onView(name)}>{views[name]}</button>
      ))}
    </span>
  );
}
