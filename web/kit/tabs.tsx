import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components/Tabs';

interface TabsProps<T extends string> {
  readonly label: string;
  readonly chosen: T;
  readonly onChoose: (tab: T) => void;
  readonly tabs: readonly { readonly id: T; readonly label: string; readonly content: ReactNode }[];
}

/** Several views of one thing, one at a time; arrows go from tab to tab. Only the one shown is in the page. */
export function Tabs<T extends string>({ label, chosen, onChoose, tabs }: TabsProps<T>) {
  return (
    <AriaTabs
      className="tabs"
      selectedKey={chosen}
      keyboardActivation="manual"
      onSelectionChange={(key) => {
        const found = tabs.find(({ id }) => id === key);
        if (found !== undefined) onChoose(found.id);
      }}
    >
      <TabList aria-label={label} className="tab-list">
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className="tab">
            {tab.label}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="tab-panel">
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
