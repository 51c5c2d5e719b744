(function(){
"use strict";
const $=id=>document.getElementById(id),map=$("map"),root=document.documentElement;root.classList.add("js");
const cfg=JSON.parse($("cfg").textContent),last=cfg.labels.length-1;
let day=cfg.day,view=cfg.views[0].box.slice(),timer=0,level=-1;
const SVG="http://www.w3.org/2000/svg";
let paper=false;
// A printed sheet is about 1030 by 550 pixels of the style sheet, whatever the window measures.
function scale(){if(paper)return Math.max(view[2]/1030,view[3]/550);const r=map.getBoundingClientRect();return Math.max(view[2]/(r.width||1000),view[3]/(r.height||650));}
const shrink=()=>map.getBoundingClientRect().width<600?.72:1;
function levelFor(k){const px=1/k;return px>=cfg.near?2:px>=cfg.mid?1:0;}
const near={};
async function unpack(l){const raw=Uint8Array.from(atob($("n"+l).textContent),c=>c.charCodeAt(0));
 const text=await new Response(new Blob([raw]).stream().pipeThrough(new DecompressionStream("deflate"))).text();near[l]=text.split("\n");}
function counters(){const at=$("counters"),plain=()=>{at.innerHTML=$("c"+day).innerHTML;};
 if(level===0)return plain();
 if(near[level]){at.innerHTML=near[level][day];return;}
 if(typeof DecompressionStream==="undefined")return plain();
 near[level]===undefined&&(near[level]=null,unpack(level).then(counters,plain));}
function frame(){const k=scale(),f=paper?.9:shrink(),l=levelFor(k*f);
 map.setAttribute("viewBox",view.map(v=>v.toFixed(1)).join(" "));map.style.setProperty("--k",(k*f).toFixed(3));
 document.querySelectorAll(".hatch").forEach(p=>p.setAttribute("patternTransform",p.getAttribute("patternTransform").replace(/scale\(.*?\)/,"scale("+(4*k).toFixed(2)+")")));
 if(l!==level){level=l;map.dataset.level=l;counters();}
 $("zoomlevel").textContent=["armies","corps","divisions"][level];
 const km=[1,2,5,10,20,50,100,200,500].filter(v=>v/k<=130).pop()||1;
 $("scalebar").setAttribute("d","M0 0v-6m0 6h"+(km/k).toFixed(1)+"m0 0v-6");$("scaletext").textContent=km+" km";$("scaletext").setAttribute("x",(km/k+7).toFixed(0));}
function show(d){day=Math.max(0,Math.min(last,d));$("slider").value=day;$("slider").setAttribute("aria-valuetext",cfg.labels[day]);
 $("now").textContent=cfg.labels[day];$("areas").setAttribute("href","#a"+day);$("dots").setAttribute("href","#p"+day);counters();
 document.querySelectorAll(".day-note").forEach(n=>n.classList.toggle("on",+n.dataset.day===day));
 $("cursor").setAttribute("x",day);try{history.replaceState(null,"","#day-"+day);}catch(e){}}
function play(){if(timer){clearInterval(timer);timer=0;}else{if(day===last)show(0);timer=setInterval(()=>{day>=last?play():show(day+1);},900);}
 $("play").setAttribute("aria-pressed",!!timer);$("play").textContent=timer?"Pause":"Play";}
function clamp(){const w=cfg.sheet[0],h=cfg.sheet[1];view[2]=Math.min(Math.max(view[2],60),w*1.15);view[3]=Math.min(Math.max(view[3],40),h*1.3);
 view[0]=Math.min(Math.max(view[0],-view[2]*.3),w-view[2]*.7);view[1]=Math.min(Math.max(view[1],-view[3]*.3),h-view[3]*.7);}
function zoom(f,cx,cy){const x=cx===undefined?view[0]+view[2]/2:cx,y=cy===undefined?view[1]+view[3]/2:cy;
 view=[x-(x-view[0])*f,y-(y-view[1])*f,view[2]*f,view[3]*f];clamp();frame();}
function go(i){if(cfg.views[i]){view=cfg.views[i].box.slice();frame();
 document.querySelectorAll("[data-view]").forEach(b=>b.setAttribute("aria-pressed",+b.dataset.view===i));}}
function point(e){const p=map.createSVGPoint();p.x=e.clientX;p.y=e.clientY;return p.matrixTransform(map.getScreenCTM().inverse());}
map.addEventListener("wheel",e=>{if(!e.ctrlKey&&!map.matches(":focus"))return;e.preventDefault();const p=point(e);zoom(e.deltaY>0?1.2:1/1.2,p.x,p.y);},{passive:false});
const held=new Map();let gap=0;
map.addEventListener("pointerdown",e=>{held.set(e.pointerId,e);map.setPointerCapture(e.pointerId);map.classList.add("drag");map.focus({preventScroll:true});gap=0;});
map.addEventListener("pointermove",e=>{const old=held.get(e.pointerId);if(!old)return;held.set(e.pointerId,e);const k=scale();
 if(held.size===1){view[0]-=(e.clientX-old.clientX)*k;view[1]-=(e.clientY-old.clientY)*k;clamp();frame();}
 else{const[a,b]=[...held.values()],g=Math.hypot(a.clientX-b.clientX,a.clientY-b.clientY);
 if(gap){const p=point({clientX:(a.clientX+b.clientX)/2,clientY:(a.clientY+b.clientY)/2});zoom(gap/g,p.x,p.y);}gap=g;}});
["pointerup","pointercancel"].forEach(n=>map.addEventListener(n,e=>{held.delete(e.pointerId);gap=0;if(!held.size)map.classList.remove("drag");}));
map.addEventListener("dblclick",e=>{const p=point(e);zoom(.5,p.x,p.y);});
document.addEventListener("keydown",e=>{if(e.target.matches("input[type=text],textarea,select")||e.ctrlKey||e.metaKey||e.altKey)return;
 const inMap=e.target===map,s=view[2]*.12,acts={ArrowRight:()=>show(day+1),ArrowLeft:()=>show(day-1),Home:()=>inMap&&show(0),End:()=>inMap&&show(last),
 "+":()=>zoom(.7),"=":()=>zoom(.7),"-":()=>zoom(1/.7),w:()=>{view[1]-=s;clamp();frame();},s:()=>{view[1]+=s;clamp();frame();},a:()=>{view[0]-=s;clamp();frame();},d:()=>{view[0]+=s;clamp();frame();}};
 if(e.key===" "&&(inMap||e.target===document.body)){e.preventDefault();play();}
 else if(/^[1-9]$/.test(e.key)&&e.target.tagName!=="INPUT")go(+e.key-1);
 else if(acts[e.key]&&!(e.target.id==="slider"&&/Arrow|Home|End/.test(e.key))){if(/Arrow/.test(e.key)&&!inMap&&e.target!==document.body&&e.target.tagName!=="BUTTON")return;if(/Arrow/.test(e.key))e.preventDefault();acts[e.key]();}});
$("slider").addEventListener("input",e=>show(+e.target.value));$("play").addEventListener("click",play);
$("back").addEventListener("click",()=>show(day-1));$("on").addEventListener("click",()=>show(day+1));
$("plus").addEventListener("click",()=>zoom(.7));$("minus").addEventListener("click",()=>zoom(1/.7));
document.querySelectorAll("[data-view]").forEach(b=>b.addEventListener("click",()=>go(+b.dataset.view)));
document.querySelectorAll("[data-layer]").forEach(b=>b.addEventListener("change",()=>{$(b.dataset.layer).style.display=b.checked?"":"none";}));
document.querySelectorAll("[data-goto]").forEach(b=>b.addEventListener("click",e=>{e.preventDefault();show(+b.dataset.goto);$("maps").scrollIntoView();}));
$("theme").addEventListener("click",()=>{const dark=root.dataset.theme?root.dataset.theme==="dark":matchMedia("(prefers-color-scheme:dark)").matches;root.dataset.theme=dark?"light":"dark";});
addEventListener("beforeprint",()=>{document.querySelectorAll("details").forEach(d=>d.open=true);paper=true;frame();});
addEventListener("afterprint",()=>{paper=false;frame();});
addEventListener("resize",frame);
const asked=/^#day-(\d+)$/.exec(location.hash);const wish=/[?&]view=(\d)/.exec(location.search);
go(wish?+wish[1]-1:0);show(asked?+asked[1]:day);
})();
