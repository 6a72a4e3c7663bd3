// The parts of ECharts that the dashboard and the bulletin draw with: npm run
// bundle makes node_modules/tongbao-echarts.min.js of them.
import {use} from 'echarts/core.js';
import {BarChart, LineChart, ScatterChart, TreemapChart, SankeyChart, HeatmapChart} from 'echarts/charts.js';
import {GridComponent, LegendPlainComponent, MarkLineComponent, MarkAreaComponent, TitleComponent, TooltipComponent, VisualMapPiecewiseComponent} from 'echarts/components.js';
import {LegacyGridContainLabel} from 'echarts/features.js';
import {CanvasRenderer, SVGRenderer} from 'echarts/renderers.js';

use([BarChart, LineChart, ScatterChart, TreemapChart, SankeyChart, HeatmapChart,
	GridComponent, LegendPlainComponent, MarkLineComponent, MarkAreaComponent, TitleComponent, TooltipComponent, VisualMapPiecewiseComponent,
	LegacyGridContainLabel, CanvasRenderer, SVGRenderer]);

export {init, getInstanceByDom} from 'echarts/core.js';
