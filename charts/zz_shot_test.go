package charts
import ("testing";"os";"fmt";"time";"github.com/chromedp/chromedp")
func TestShot2(t *testing.T){
 ctx:=browser(t)
 for _,n:=range []int{60,50000} {
 p:=demoPage(t,marts()); p.ParcelMap=parcels(n)
 s:=time.Now(); open(t,ctx,p,1440,900); fmt.Println("open",n,time.Since(s))
 fmt.Println(ask[[]float64](t,ctx,`(()=>{const e=performance.getEntriesByType('navigation')[0]; return [e.responseEnd,e.domInteractive,e.domContentLoadedEventEnd]})()`))
 fmt.Println("mapstart", ask[float64](t,ctx,`(()=>{const c=document.getElementById('map-canvas'); const s=performance.now(); const d=JSON.parse(document.getElementById('parcels').textContent); const p=performance.now(); window.__x=d; return p-s})()`))
 }
 b,_:=chromedp.Run(ctx,chromedp.FullScreenshot(100)); os.WriteFile("/tmp/out/big.png",b,0644)
}
