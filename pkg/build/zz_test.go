package build
import ("testing";"time";"fmt";"os";"context";"runtime";"runtime/debug";"memopress/pkg/diag")
func TestZZStages(t *testing.T){
 dir:="/dev/shm/v10k/notes"
 if _,err:=os.Stat(dir);err!=nil{ writeVault(t,dir,10000,false)}
 o:=options(t,dir); o.Session,o.Social.Off=&Session{},true
 name:="/dev/shm/v10k/notes/area-0/topic 0/Note 3 on slowly.md"
 text,err:=os.ReadFile(name); if err!=nil{t.Fatal(err)}
 bld:=func(){ if _,err:=Build(context.Background(),o,discarded{},diag.Discard);err!=nil{t.Fatal(err)}}
 bld()
 debug.SetGCPercent(-1)
 for i:=range 6 {
  put(t,name,fmt.Sprintf("%s\n\nword%d 낱말\n",text,i)); runtime.GC()
  start:=time.Now(); last:=start; var cur Stage; line:=""
  o.Progress=func(p Progress){ if p.Stage!=cur { now:=time.Now(); line+=fmt.Sprintf("%s %d | ",cur,now.Sub(last).Milliseconds()); cur,last=p.Stage,now}}
  bld()
  fmt.Printf("%s%s %d | total %d ms\n",line,cur,time.Since(last).Milliseconds(),time.Since(start).Milliseconds())
 }
 put(t,name,string(text))
}
