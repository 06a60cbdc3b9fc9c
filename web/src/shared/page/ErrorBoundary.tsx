import { Component, type ReactNode } from 'react';
import { CrashPage } from './states';

interface State {
  error: Error | null;
}

/** A screen that fails says so and leaves the others alone. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render() {
    if (this.state.error) return <CrashPage error={this.state.error} />;
    return this.props.children;
  }
}
